import { figuresPanel } from "../charts/figuresPanel.js";
import { type Page, page, type Section } from "../charts/page.js";
import { tablePanel } from "../charts/tablePanel.js";
import { linePanel, type Marker } from "../charts/timePanel.js";
import type { ContractId } from "../contracts/contractId.js";
import { contractLetterName } from "../contracts/rollCycle.js";
import { approximateExpiry, type RollParameters } from "../contracts/rollParameters.js";
import type { Instrument } from "../instruments/instrument.js";
import { multiplePrices, PRICE_COLUMNS } from "../prices/multiplePrices.js";
import { rollCalendar } from "../prices/rollCalendar.js";
import type { Spike } from "../prices/spikes.js";
import type { StringColumn } from "../series/column.js";
import type { Frame } from "../series/frame.js";
import { rowsAt } from "../series/reindex.js";
import { Series } from "../series/series.js";
import { takeFloats } from "../series/takeRows.js";
import { formatTime } from "../time/text.js";

/** An instrument and all that is, or would be, stored of its prices. */
export interface InstrumentPageData {
  readonly instrument: Instrument;
  readonly rollParameters: RollParameters;
  readonly calendar: Frame;
  readonly multiple: Frame;
  readonly adjusted: Series;
  /** Daily bars by contract. */
  readonly bars: ReadonlyMap<ContractId, Frame>;
  readonly spikes: ReadonlyMap<ContractId, readonly Spike[]>;
  /** Sentences without their points. */
  readonly notes: readonly string[];
}

/** A page to look at before an instrument is traded: adjusted and multiple prices with their rolls, volumes, contracts, spikes. */
export function instrumentPage(data: InstrumentPageData): Page {
  const { instrument, rollParameters, multiple } = data;
  const { code, description, pointSize, currency, assetClass } = instrument;
  const { holdCycle, pricedCycle } = rollParameters;
  const rolls = rollMarkers(data.calendar);
  return page({
    title: description === "" ? code : `${code}: ${description}`,
    subtitle: `${assetClass}, ${pointSize} ${currency} a point; holds ${holdCycle} of ${pricedCycle}`,
    sections: [
      summary(data),
      {
        heading: "Adjusted price",
        panels: [
          linePanel(data.adjusted, {
            markers: rolls,
            note: "Marked where it rolls, by the contract it rolls into.",
          }),
        ],
      },
      {
        heading: "Multiple prices",
        panels: [
          linePanel(
            PRICE_COLUMNS.map((name) => multiple.series(name)),
            { markers: rolls },
          ),
        ],
      },
      {
        heading: "Volume",
        panels: [linePanel(volumes(data), { unit: "contracts a day", zero: true, markers: rolls })],
      },
      { heading: "Contracts", panels: [contractTable(data)] },
      ...spikeSection(data.spikes),
    ],
  });
}

const day = (time: number): string => formatTime(time).slice(0, 10);

function rollMarkers(calendar: Frame): readonly Marker[] {
  const { time, next } = rollCalendar(calendar);
  return next.map((contract, row) => ({ time: time[row]!, label: contractLetterName(contract) }));
}

function summary({ adjusted, bars, calendar, spikes, notes }: InstrumentPageData): Section {
  const suspect = [...spikes.values()].reduce((sum, { length }) => sum + length, 0);
  return {
    text: notes.map((note) => `${note[0]!.toUpperCase()}${note.slice(1)}.`),
    panels: [
      figuresPanel([
        {
          label: "Adjusted prices",
          value: String(adjusted.length),
          note: `${day(adjusted.timeAt(0))} to ${day(adjusted.timeAt(-1))}`,
        },
        { label: "Contracts with prices", value: String(bars.size) },
        { label: "Rolls", value: String(calendar.length) },
        { label: "Spikes", value: String(suspect) },
      ]),
    ],
  };
}

/** Daily volumes of the priced and the forward contract, at the times of the multiple prices. */
function volumes({ multiple, bars }: InstrumentPageData): readonly Series[] {
  const { time, PRICE_CONTRACT, FORWARD_CONTRACT } = multiplePrices(multiple);
  const byContract = new Map(
    [...bars].map(([contract, frame]) => [
      contract,
      takeFloats(frame.series("VOLUME").values, rowsAt(frame.time, time)),
    ]),
  );
  const of = (labels: StringColumn, name: string): Series => {
    const values = Float64Array.from(labels.values, (code, row) => {
      return byContract.get(labels.dictionary[code] ?? "")?.[row] ?? Number.NaN;
    });
    return new Series(time, values, name);
  };
  return [of(PRICE_CONTRACT, "priced contract"), of(FORWARD_CONTRACT, "forward contract")];
}

function contractTable({ bars, rollParameters, spikes }: InstrumentPageData) {
  return tablePanel(
    [...bars].map(([contract, frame]) => ({
      contract,
      name: contractLetterName(contract),
      "first day": frame.length === 0 ? "" : day(frame.time[0]!),
      "last day": frame.length === 0 ? "" : day(frame.time.at(-1)!),
      days: frame.length,
      "expiry, approximately": day(approximateExpiry(contract, rollParameters)),
      spikes: spikes.get(contract)?.length ?? 0,
    })),
    { rows: bars.size },
  );
}

function spikeSection(spikes: ReadonlyMap<ContractId, readonly Spike[]>): readonly Section[] {
  const rows = [...spikes].flatMap(([contract, list]) =>
    list.map((spike) => ({
      contract,
      time: formatTime(spike.time),
      price: spike.value,
      before: spike.previous,
      "times the average change": spike.normalisedChange,
    })),
  );
  if (rows.length === 0) return [];
  const text =
    "Look at these before they are accepted: they go into multiple and adjusted prices as they are.";
  return [{ heading: "Spikes", text, panels: [tablePanel(rows, { rows: rows.length })] }];
}
