import { type Desk, terminalPrompter } from "contango";
import { openMyDesk } from "./desk.js";

/** Runs a tool that asks questions, and prints what it did. */
export async function atTheTerminal(tool: (desk: Desk) => Promise<unknown>): Promise<void> {
  await using desk = await openMyDesk({ prompt: terminalPrompter() });
  const result = await tool(desk);
  if (result !== undefined) console.log(String(result));
}
