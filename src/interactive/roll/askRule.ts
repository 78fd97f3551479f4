import { undecidedState } from "../../production/roll/autoRollRule.js";
import { numberWithin, wholeNumberWithin } from "../../prompt/parseAnswers.js";
import type { Prompter } from "../../prompt/prompter.js";
import type { AutoRollRule } from "../../rolls/suggestRollState.js";

/** Shows the rules of automatic decisions, and asks for other numbers where these will not do. */
export async function askRule(
  prompt: Prompter,
  rule: Required<AutoRollRule>,
): Promise<Required<AutoRollRule>> {
  prompt.show(ruleText(rule));
  if (await prompt.confirm("Decide by these rules?", { default: true })) return rule;
  const volume = numberWithin({ least: 0 });
  const asked = {
    relativeVolume: await prompt.ask("A relative volume of more than this is liquid", {
      parse: volume,
      default: String(rule.relativeVolume),
    }),
    leastRelativeVolume: await prompt.ask("So is one of more than this", {
      parse: volume,
      default: String(rule.leastRelativeVolume),
    }),
    leastVolume: await prompt.ask("… with more contracts a day than this", {
      parse: volume,
      default: String(rule.leastVolume),
    }),
    nearDays: await prompt.ask("Fewer days to the roll date than this are few", {
      parse: wholeNumberWithin({ least: 0 }),
      default: String(rule.nearDays),
    }),
    undecided: await prompt.ask(
      "State where a position is held and few days are left (Ask, or a roll state)",
      {
        parse: (answer) => undecidedState(answer.trim()),
        default: rule.undecided,
      },
    ),
    rollExpired: await prompt.confirm(
      "Roll prices at once where the contract has expired and nothing is held?",
      {
        default: rule.rollExpired,
      },
    ),
  };
  prompt.show(ruleText(asked));
  return asked;
}

function ruleText(rule: Required<AutoRollRule>): string {
  const { relativeVolume, leastRelativeVolume, leastVolume, nearDays, undecided, rollExpired } = rule;
  return [
    `The forward contract is liquid where its relative volume is above ${relativeVolume}, or above ${leastRelativeVolume} with more than ${leastVolume} contracts a day.`,
    `Liquid: without a position Roll_Adjusted; with one, ${undecided} where fewer than ${nearDays} days are left, else Passive.`,
    `Not liquid: No_Open where fewer than ${nearDays} days are left, else No_Roll.`,
    `Expired, and nothing held: ${rollExpired ? "Roll_Adjusted" : "as above"}.`,
  ].join("\n");
}
