import { snapshotOf } from "../../src/backtest/system/snapshot.js";
import { initialiseCapital } from "../../src/capital/changeCapital.js";
import { CapitalLedger } from "../../src/capital/ledger.js";
import { rollParameters } from "../../src/contracts/rollParameters.js";
import { instrument } from "../../src/instruments/instrument.js";
import { createLog } from "../../src/log/createLog.js";
import { recordLog } from "../../src/log/recordLog.js";
import { frame, series } from "../../src/series/construct.js";
import { TOTAL_CAPITAL } from "../../src/storage/repositories/keys.js";
import { HOUR } from "../../src/time/civil.js";
import { closes, hoursOf, pricesDesk, STORED_DAYS } from "./pricesDesk.js";

/** A desk that has something of everything. */
export async function diagnosticsDesk() {
  const desk = await pricesDesk({ config: { strategy_list: { trend: {}, dormant: {} } } });
  const { data, storage, states, clock } = desk;
  const corn = { instrument: "CORN", contract: "20240300" };
  await data.instruments.write(
    "CORN",
    instrument({ code: "CORN", pointSize: 50, currency: "USD", assetClass: "Ags", spreadCost: 0.125 }),
  );
  await data.rollParameters.write("CORN", rollParameters({ holdCycle: "HKNZ", pricedCycle: "HKNZ" }));
  await data.adjustedPrices.write("CORN", closes(STORED_DAYS));
  await data.contractPrices.write({ ...corn, frequency: "Hour" }, hoursOf(29, [400, 401]));
  const ledger = initialiseCapital(new CapitalLedger(), "2024-01-30", { broker: 100_000 });
  await data.totalCapital.write(TOTAL_CAPITAL, ledger);
  await data.strategyCapital.write("trend", series(["2024-01-29", "2024-01-30"], [99_000, 100_000]));
  await data.optimalPositions.write(
    { strategy: "trend", instrument: "CORN" },
    frame(["2024-01-30 20:05"], {
      lower_position: [1.2],
      upper_position: [2.6],
      reference_price: [401],
      reference_contract: ["20240300"],
    }),
  );
  await data.strategyPositions.write({ strategy: "trend", instrument: "CORN" }, series(["2024-01-30"], [2]));
  await data.contractPositions.write(corn, series(["2024-01-30"], [2]));
  for (const [id, strategy] of [
    ["e1", "trend"],
    ["e2", undefined],
  ] as const) {
    await data.fills.write(id, {
      ...corn,
      id,
      quantity: 1,
      price: 400.25,
      time: clock.now() - (id === "e1" ? 2 : 1) * HOUR,
      source: "broker",
      ...(strategy === undefined ? {} : { strategy, commission: 2.5, currency: "USD" }),
    });
  }
  const forecast = series(["2024-01-29", "2024-01-30"], [10, 12], { name: "combinedForecast" });
  const position = series(["2024-01-29", "2024-01-30"], [1.5, 1.9], { name: "notionalPosition" });
  const snapshot = snapshotOf(
    { CORN: { combinedForecast: forecast, notionalPosition: position } },
    { idm: forecast },
  );
  await states.save("trend", { time: "2024-01-30 20:05", snapshot, config: { buffer_size: 0.1 } });
  await states.save("trend", { time: "2024-01-31 20:05", snapshot, config: {} });
  desk.outbox.fail();
  await desk.mail.send({ subject: "Price Spike CORN", text: "4010 after 401\n" }, "alert");
  const log = createLog({ sinks: [recordLog(storage)], clock });
  log.warn("no bars", { type: "updateHistoricalPrices", instrument_code: "CORN" });
  log.msg("all is well", { type: "updateFxPrices" });
  await log.flush();
  return { ...desk, log };
}
