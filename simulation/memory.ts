/** Keeping a long run small: Node lets garbage lie while there is room, which is most of what it holds. */
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

/** Lets young garbage take little room from now on, and answers what clears all that is old. */
export function keepSmall(): () => void {
  setFlagsFromString("--max-semi-space-size=4"); // MB
  setFlagsFromString("--semi-space-growth-factor=1");
  setFlagsFromString("--expose-gc");
  return runInNewContext("gc") as () => void;
}
