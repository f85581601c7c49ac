import { describe } from "vitest";
import { accessible } from "../../../test/unit/axe";
import { examples } from "./examples";

describe("table", () => accessible(examples));
