import { adjustForFlow, capitalTool, readAttention } from "contango";
import { scriptedPrompter } from "contango/testing";
import { BASE_CURRENCY } from "../context.js";
import type { Simulation } from "./simulation.js";

/** A withdrawal that the desk is told of, and a deposit that it is not. */
export async function moveMoney({ desk, broker, story, diary }: Simulation, day: number): Promise<void> {
  const { withdrawal, deposit } = story;
  if (day === withdrawal.day) {
    broker.withdraw(withdrawal.amount, BASE_CURRENCY);
    await adjustForFlow(desk, { amount: -withdrawal.amount });
    diary.note("withdrawal", `${amountText(withdrawal.amount)} taken out, and capital adjusted: no loss`);
  }
  if (day === deposit.day) {
    broker.deposit(deposit.amount, BASE_CURRENCY);
    diary.note("deposit", `${amountText(deposit.amount)} brought in, and nobody told the desk`);
  }
}

/**
 * On the morning after a refused account value the person knows, or finds out, where the change is from: enters the deposit in
 * the capital tool, or has it take over what was really won or lost.
 */
export async function settleCapital({ desk, story, diary }: Simulation): Promise<void> {
  const open = await readAttention(desk.storage, "updateTotalCapital");
  if (!open.some(({ status }) => status === "refused")) return;
  const { amount, day } = story.deposit;
  const isDeposit = desk.now() > day;
  const prompt = scriptedPrompter(
    isDeposit
      ? { "Your choice": ["3", ""], Deposit: amount, "Write it": true }
      : { "Your choice": ["2", ""], "Take it over": true, "Write it": true },
  );
  await capitalTool({ ...desk, prompt });
  prompt.done();
  const what = isDeposit ? `enters the deposit of ${amountText(amount)}` : "takes over the change";
  diary.note("settled", `the person ${what} in the capital tool`);
}

const amountText = (value: number): string => `${value.toLocaleString("en")} ${BASE_CURRENCY}`;
