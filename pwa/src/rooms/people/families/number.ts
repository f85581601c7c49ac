/** "+447700900315" → "07700 900315": a British mobile as it is read out; any other number as the file has it. */
export const spokenNumber = (number: string): string =>
  number.replace(/\s/g, "").replace(/^(?:\+44|0)(7\d{3})(\d{6})$/, "0$1 $2") || number;
