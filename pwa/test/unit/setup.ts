import { cleanup } from "@testing-library/preact";
import { afterEach, beforeEach } from "vitest";
import { forget } from "../../src/api/link";
import { speakEnglish } from "./speak";

beforeEach(speakEnglish);
afterEach(() => {
  cleanup();
  forget();
});
