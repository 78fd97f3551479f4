import assert from "node:assert/strict";
import { contractId } from "../contracts/contractId.js";
import { DAY, dayOf } from "../time/civil.js";
import { formatTime } from "../time/text.js";
import { type BrokerUnderTest, brokerCase, part } from "./brokerCase.js";
import type { ConformanceCase } from "./conformance.js";
import { assertRejects } from "./storeCase.js";

/** What trades, until when, and how large it is. */
export const brokerContractCases: readonly ConformanceCase<BrokerUnderTest>[] = [
  brokerCase("lists contracts that have not expired, in order of expiry", async (subject) => {
    const { broker, instrument, contract, now, wallTime } = subject;
    const contracts = part(broker, "contracts");
    const listed = await contracts.contracts(instrument);
    assert.ok(listed.includes(contract), listed.join(" "));
    assert.equal(new Set(listed).size, listed.length);
    let before = dayOf(wallTime(now())) * DAY;
    for (const one of listed) {
      assert.equal(contractId(one), one);
      const expiry = await contracts.expiry({ instrument, contract: one });
      assert.ok(expiry >= before, `${one} expires ${formatTime(expiry)}`);
      before = expiry;
    }
  }),
  brokerCase("says expiry as the midnight of a day", async ({ broker, instrument, contract }) => {
    const expiry = await part(broker, "contracts").expiry({ instrument, contract });
    assert.equal(expiry % DAY, 0, formatTime(expiry));
  }),
  brokerCase("says a point size above zero", async ({ broker, instrument }) => {
    const pointSize = await part(broker, "contracts").pointSize(instrument);
    assert.ok(pointSize > 0 && Number.isFinite(pointSize), String(pointSize));
  }),
  brokerCase("never gives an unknown instrument no contracts", async ({ broker, instrument }) => {
    const contracts = part(broker, "contracts");
    await assertRejects(contracts.contracts("NO_SUCH_THING"), "BROKER_NOT_FOUND");
    await assertRejects(contracts.pointSize("NO_SUCH_THING"), "BROKER_NOT_FOUND");
    await assertRejects(contracts.expiry({ instrument, contract: "19700100" }), "BROKER_NOT_FOUND");
    await assertRejects(
      contracts.expiry({ instrument: "NO_SUCH_THING", contract: "20240300" }),
      "BROKER_NOT_FOUND",
    );
  }),
];
