import { readAttention, setRollState } from "contango";
import type { Simulation } from "./simulation.js";

/**
 * `autoRoll` rolls what is not held, and asks about what is. The person has the position moved into the next contract; the
 * prices follow by themselves on the night after.
 */
export async function decideRolls({ desk, diary }: Simulation): Promise<void> {
  for (const { item, status } of await readAttention(desk.storage, "autoRoll")) {
    if (status !== "ask") continue;
    if ((await desk.data.rollStates.read(item)) === "Force") continue;
    await setRollState(desk, { instrument: item, state: "Force" });
    diary.note("decided", `${item}: the person says Force, which trades the position into the next contract`);
  }
}
