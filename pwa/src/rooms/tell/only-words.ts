import { useEffect, useState } from "preact/hooks";

const carriesFile = (data: DataTransfer | null) =>
  data !== null && (data.files.length > 0 || [...data.items].some(one => one.kind === "file"));

/**
 * Whether somebody has just tried to give a picture or another file, by pasting it or by dropping it anywhere on the page.
 * It goes nowhere, and the browser does not open it either. `clear` forgets that it was tried.
 */
export function useOnlyWords(): { tried: boolean; clear: () => void } {
  const [tried, set] = useState(false);
  useEffect(() => {
    const paste = (event: ClipboardEvent) => {
      if (!carriesFile(event.clipboardData)) return;
      event.preventDefault();
      set(true);
    };
    const over = (event: DragEvent) => {
      if (carriesFile(event.dataTransfer)) event.preventDefault();
    };
    const drop = (event: DragEvent) => {
      if (!carriesFile(event.dataTransfer)) return;
      event.preventDefault();
      set(true);
    };
    document.addEventListener("paste", paste);
    document.addEventListener("dragover", over);
    document.addEventListener("drop", drop);
    return () => {
      document.removeEventListener("paste", paste);
      document.removeEventListener("dragover", over);
      document.removeEventListener("drop", drop);
    };
  }, []);
  return { tried, clear: () => set(false) };
}
