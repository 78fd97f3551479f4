import type { CapitalAmounts } from "../../capital/changeCapital.js";
import type { CapitalRow } from "../../capital/ledger.js";
import { type Decimal, money } from "../../capital/money.js";
import { isContangoError } from "../../errors/contangoError.js";
import { accountValue } from "../../production/accountValue.js";
import type { Desk } from "../../production/desk.js";
import { errorText } from "../../production/errorText.js";
import type { ParseAnswer } from "../../prompt/parseAnswers.js";
import { wrongAnswer } from "../../prompt/problems.js";
import type { Prompter } from "../../prompt/prompter.js";

/** An amount of money, thousands separators allowed. @throws ContangoError `CAPITAL_VALUE`, `PROMPT_ANSWER` from the parser. */
export function amountAnswer({
  least,
  not0 = false,
}: {
  readonly least?: number;
  readonly not0?: boolean;
} = {}): ParseAnswer<Decimal> {
  return (answer) => {
    const text = answer.trim();
    const plain = /^[+-]?\d{1,3}(?:,\d{3})+(?:\.\d*)?$/.test(text) ? text.replaceAll(",", "") : text;
    const amount = money(plain);
    if (least !== undefined && amount.lessThan(least))
      throw wrongAnswer(`${amount} is too small; give ${least} or more`);
    if (not0 && amount.isZero()) throw wrongAnswer("0 changes nothing; give an amount");
    return amount;
  };
}

/** Asks for the amounts that capital starts with. */
export async function askFirstAmounts(desk: Desk, prompt: Prompter): Promise<CapitalAmounts> {
  const worth = await brokerValue(desk, prompt);
  const ask = (question: string, usual: Decimal | undefined, parse: ParseAnswer<Decimal>): Promise<Decimal> =>
    prompt.ask(question, { parse, ...(usual === undefined ? {} : { default: usual.toFixed() }) });
  const capital = amountAnswer({ least: 0 });
  const broker = await ask("Broker value", worth, amountAnswer());
  const total = await ask("Total capital", broker, capital);
  const maximum = await ask("Maximum capital (only method half uses it)", total, capital);
  const accumulated = await ask("Accumulated P&L", money(0), amountAnswer());
  return { broker, total, maximum, accumulated };
}

/** What the account is worth at the broker; undefined, and the person told why, where nobody says. */
async function brokerValue(desk: Desk, prompt: Prompter): Promise<Decimal | undefined> {
  try {
    return (await accountValue(desk)).value;
  } catch (error) {
    if (!isContangoError(error)) throw error;
    prompt.show(errorText(error));
    return undefined;
  }
}

/** Asks for each of the amounts anew, the present ones as defaults. */
export async function askNewAmounts(prompt: Prompter, now: CapitalRow): Promise<Partial<CapitalAmounts>> {
  const questions = [
    ["total", "Total capital", amountAnswer({ least: 0 })],
    ["maximum", "Maximum capital", amountAnswer({ least: 0 })],
    ["broker", "Broker value", amountAnswer()],
    ["accumulated", "Accumulated P&L", amountAnswer()],
  ] as const;
  const changed: Partial<Record<keyof CapitalAmounts, Decimal>> = {};
  for (const [name, question, parse] of questions) {
    const amount = await prompt.ask(question, { parse, default: now[name].toFixed() });
    if (!amount.equals(now[name])) changed[name] = amount;
  }
  return changed;
}
