import type { RollParameters } from "../../contracts/rollParameters.js";
import { isContangoError } from "../../errors/contangoError.js";
import type { Instrument } from "../../instruments/instrument.js";
import { storedFxPairs } from "../../prices/fxPrices.js";
import type { Desk } from "../desk.js";
import { errorText } from "../errorText.js";
import { pointSizeProblem } from "../prices/pointSizes.js";
import type { NewInstrument } from "./newInstrument.js";
import { settleValue } from "./settle.js";

/** What speaks against an instrument, and what is merely worth a word; sentences without their points. */
export interface InstrumentDoubts {
  readonly problems: readonly string[];
  readonly notes: readonly string[];
}

/** Checks an instrument against what is stored, and against what the broker says. */
export async function instrumentDoubts(
  desk: Desk,
  { instrument, rollParameters }: NewInstrument,
  options: { readonly overwrite: boolean; readonly signal: AbortSignal },
): Promise<InstrumentDoubts> {
  const { overwrite, signal } = options;
  const all = [
    overwrite ? NONE : await configuredOtherwise(desk, { instrument, rollParameters }),
    cycleDoubts(rollParameters),
    Number.isNaN(instrument.spreadCost)
      ? { problems: [], notes: ["its spread cost is unknown, so that a backtest cannot count costs"] }
      : NONE,
    await pointSizeDoubts(desk, instrument, signal),
    ...(await Promise.all(
      storedFxPairs(`${instrument.currency}${desk.config.get("base_currency")}`).map((pair) =>
        fxDoubts(desk, pair, signal),
      ),
    )),
  ];
  return {
    problems: all.flatMap(({ problems }) => problems),
    notes: all.flatMap(({ notes }) => notes),
  };
}

const NONE: InstrumentDoubts = { problems: [], notes: [] };

async function configuredOtherwise(
  { data }: Desk,
  { instrument, rollParameters }: NewInstrument,
): Promise<InstrumentDoubts> {
  const { code } = instrument;
  const settled = [
    { what: "configuration", ...settleValue(await data.instruments.read(code), instrument, false) },
    { what: "roll parameters", ...settleValue(await data.rollParameters.read(code), rollParameters, false) },
  ];
  const problems = settled.flatMap((one) =>
    one.status === "refused" ? [`its stored ${one.what} differ: ${one.difference}`] : [],
  );
  return { problems, notes: [] };
}

function cycleDoubts({ holdCycle, pricedCycle }: RollParameters): InstrumentDoubts {
  const unpriced = [...holdCycle].filter((month) => !pricedCycle.includes(month));
  if (unpriced.length === 0) return NONE;
  return {
    problems: [`it holds ${unpriced.join("")}, which its priced cycle ${pricedCycle} does not have`],
    notes: [],
  };
}

async function pointSizeDoubts(
  { broker }: Desk,
  { code, pointSize }: Instrument,
  signal: AbortSignal,
): Promise<InstrumentDoubts> {
  if (broker?.contracts === undefined) return { problems: [], notes: ["no broker confirmed its point size"] };
  try {
    const problem = pointSizeProblem(pointSize, await broker.contracts.pointSize(code, { signal }));
    return problem === undefined ? NONE : { problems: [problem], notes: [] };
  } catch (error) {
    if (!isContangoError(error) || !error.code.startsWith("BROKER_")) throw error;
    return { problems: [], notes: [`the broker did not confirm its point size: ${errorText(error)}`] };
  }
}

async function fxDoubts(
  { data, fxSource, broker }: Desk,
  pair: string,
  signal: AbortSignal,
): Promise<InstrumentDoubts> {
  if ((await data.fxPrices.info(pair)) !== undefined) return NONE;
  const pairs = (await (fxSource ?? broker?.fx)?.fxPairs({ signal })) ?? [];
  return pairs.includes(pair)
    ? { problems: [], notes: [`${pair} is not stored yet: updateFxPrices fetches it`] }
    : { problems: [`there are no FX prices of ${pair}: load them with initialiseFx`], notes: [] };
}
