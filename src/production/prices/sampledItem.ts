import { type Contract, isExpired } from "../../contracts/contract.js";
import type { ContractId } from "../../contracts/contractId.js";
import type { InstrumentCode } from "../../instruments/codes.js";
import type { CurrentContracts } from "../../rolls/currentContracts.js";
import { dayOf } from "../../time/civil.js";
import { formatDay } from "../../time/text.js";
import { errorText } from "../errorText.js";
import type { OutcomeItem } from "../outcome.js";
import { counted } from "./counted.js";
import { type ContractChange, changesText, type SampledChanges, sampledChanges } from "./sampledChanges.js";
import type { ExpiryAnswer } from "./sampledContract.js";

/** What became of the contracts of one instrument. */
export interface SampledContractsItem extends OutcomeItem, SampledChanges {
  /**
   * `wrong-point-size`, `expired` (the priced or forward contract) and `not-listed` (the broker does not know one of these)
   * need a person; `unanswered`: the broker did not say all that was asked, what it did say is stored.
   */
  readonly status: "written" | "unchanged" | "wrong-point-size" | "expired" | "not-listed" | "unanswered";
}

/** Something with which a person is needed. */
export interface SampledProblem {
  readonly status: "wrong-point-size" | "expired" | "not-listed";
  readonly message: string;
}

/** What is wrong with the contracts that the instrument is in. */
export function currentProblems(
  current: CurrentContracts,
  contracts: ReadonlyMap<ContractId, Contract>,
  answers: ReadonlyMap<ContractId, ExpiryAnswer>,
  now: number,
): readonly SampledProblem[] {
  return (["priced", "forward"] as const).flatMap((role): SampledProblem[] => {
    const contract = contracts.get(current[role]);
    if (contract === undefined) return [];
    const which = `its ${role} contract ${contract.contract}`;
    if (isExpired(contract, now)) {
      const day = formatDay(dayOf(contract.expiry));
      return [{ status: "expired", message: `${which} expired on ${day}: roll it` }];
    }
    if (answers.get(contract.contract)?.status !== "not-found") return [];
    return [
      {
        status: "not-listed",
        message: `the broker does not list ${which}; check the instrument's set-up there`,
      },
    ];
  });
}

/** What came of one instrument's contracts as an item. */
export function sampledItem(
  code: InstrumentCode,
  contracts: number,
  changes: readonly ContractChange[],
  problems: readonly SampledProblem[],
  answers: ReadonlyMap<ContractId, ExpiryAnswer>,
): SampledContractsItem {
  const errors = [...answers.values()].flatMap((answer) =>
    answer.status === "unknown" && answer.error !== undefined ? [answer.error] : [],
  );
  const troubles = [
    ...problems.map(({ message }) => message),
    ...(errors.length === 0
      ? []
      : [`the broker said nothing of ${counted(errors.length, "contract")}: ${errorText(errors[0])}`]),
  ];
  const [problem] = problems;
  const base = { name: code, ...sampledChanges(changes) };
  // What a person has to see to is said without what changed, which the next run would not say again.
  const message = troubles.length > 0 ? troubles.join(". ") : changesText(changes);
  if (problem !== undefined) return { ...base, status: problem.status, severity: "attention", message };
  if (errors.length > 0) return { ...base, status: "unanswered", severity: "failed", message };
  if (changes.length > 0) return { ...base, status: "written", severity: "ok", message };
  return {
    ...base,
    status: "unchanged",
    severity: "ok",
    message: `${counted(contracts, "contract")} as before`,
  };
}
