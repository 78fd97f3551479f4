import { inspect } from "node:util";
import { expect, it } from "vitest";
import { frame, series } from "../../src/series/construct.js";

const HOUR = 3_600_000;
const hours = (count: number): number[] => Array.from({ length: count }, (_, row) => row * HOUR);

it("prints all rows of a short series", () => {
  const x = series(["2024-03-01 23:00:00.000001", "2024-03-04"], [1234.5678901234, null], { name: "price" });
  expect(inspect(x)).toMatchInlineSnapshot(`
    "                                 price
    2024-03-01 23:00:00.000001  1234.56789
    2024-03-04 00:00:00                NaN
    2 rows"
  `);
});

it("prints head and tail of a long series", () => {
  const x = series(
    hours(1000),
    hours(1000).map((time) => (time % 7 === 0 ? Number.NaN : time / 1e6)),
  );
  expect(inspect(x)).toMatchInlineSnapshot(`
    "                      value
    1970-01-01 00:00:00     NaN
    1970-01-01 01:00:00     3.6
    1970-01-01 02:00:00     7.2
    1970-01-01 03:00:00    10.8
    1970-01-01 04:00:00    14.4
    …                         …
    1970-02-11 11:00:00    3582
    1970-02-11 12:00:00  3585.6
    1970-02-11 13:00:00  3589.2
    1970-02-11 14:00:00  3592.8
    1970-02-11 15:00:00  3596.4
    1000 rows"
  `);
});

it("prints a frame with text, missing cells and every kind of column", () => {
  const bars = frame(hours(12), {
    PRICE: hours(12).map((time) => (time === 0 ? null : 100 + time / HOUR / 3)),
    PRICE_CONTRACT: hours(12).map((time) => (time === HOUR ? null : "20240300")),
    VOLUME: hours(12).map((time) => BigInt(time)),
    EXPIRY: hours(12).map((time) => (time === 0 ? null : new Date(time))),
    HELD: hours(12).map((time) => time > 0),
  });
  expect(inspect(bars)).toMatchInlineSnapshot(`
    "                           PRICE  PRICE_CONTRACT    VOLUME               EXPIRY   HELD
    1970-01-01 00:00:00          NaN        20240300         0                  NaT  false
    1970-01-01 01:00:00  100.3333333                   3600000  1970-01-01 01:00:00   true
    1970-01-01 02:00:00  100.6666667        20240300   7200000  1970-01-01 02:00:00   true
    1970-01-01 03:00:00          101        20240300  10800000  1970-01-01 03:00:00   true
    1970-01-01 04:00:00  101.3333333        20240300  14400000  1970-01-01 04:00:00   true
    …                              …               …         …                    …      …
    1970-01-01 07:00:00  102.3333333        20240300  25200000  1970-01-01 07:00:00   true
    1970-01-01 08:00:00  102.6666667        20240300  28800000  1970-01-01 08:00:00   true
    1970-01-01 09:00:00          103        20240300  32400000  1970-01-01 09:00:00   true
    1970-01-01 10:00:00  103.3333333        20240300  36000000  1970-01-01 10:00:00   true
    1970-01-01 11:00:00  103.6666667        20240300  39600000  1970-01-01 11:00:00   true
    12 rows"
  `);
});

it("prints what is empty", () => {
  expect(inspect(series([], []))).toMatchInlineSnapshot(`
    "  value
    0 rows"
  `);
  expect(inspect(frame([], {}))).toMatchInlineSnapshot(`
    "
    0 rows"
  `);
});
