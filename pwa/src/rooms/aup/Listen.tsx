export { ReadAloud as Listen } from "../../parts/read-aloud/ReadAloud";
