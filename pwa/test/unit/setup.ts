import { cleanup } from "@testing-library/preact";
import { afterEach, beforeEach } from "vitest";
import { speakEnglish } from "./speak";

beforeEach(speakEnglish);
afterEach(cleanup);
