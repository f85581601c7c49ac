import { Loading } from "./Loading";

export const examples = { rows: () => <Loading rows={2} /> };
