import type {
  BufferedPosition,
  DynamicPosition,
  RawPosition,
  SimplePosition,
} from "../../src/positions/optimalPosition.js";
import type { Buffer } from "../../src/positions/requiredPosition.js";
import { toTime } from "../../src/time/text.js";

export const simple = (position: number): SimplePosition => ({ kind: "simple", position });

export const buffered = ({ lower, upper }: Buffer): BufferedPosition => ({
  kind: "buffered",
  lower,
  upper,
  referencePrice: 432.25,
  referenceContract: "20241200",
});

export const raw: RawPosition = {
  kind: "raw",
  optimal: 2.5,
  referencePrice: 432.25,
  referenceContract: "20241200",
  referenceTime: toTime("2024-03-28 23:00:00"),
};

export const dynamic: DynamicPosition = {
  kind: "dynamic",
  referencePrice: 432.25,
  referenceContract: "20241200",
  referenceTime: toTime("2024-03-28 23:00:00"),
  optimal: 2.5,
  weightPerContract: 0.1,
  previousPosition: 1,
  previousWeight: 0.1,
  reduceOnly: false,
  dontTrade: true,
  positionLimitContracts: 10,
  positionLimitWeight: 1,
  optimumWeight: 0.25,
  minimumWeight: -1,
  maximumWeight: 1,
  startWeight: 0,
  optimisedWeight: 0.3,
  optimisedPosition: 3,
};
