import type { FixedConfiguration } from "./exportConfiguration.js";

/** Plain keys that YAML 1.1 or 1.2 would read as something other than text. */
const RESERVED = /^(y|n|yes|no|on|off|true|false|null)$/i;

/**
 * Fixed settings as the text of a YAML file in block style: numbers to full precision, in a form that readers of YAML 1.1
 * take for numbers too.
 *
 * @example
 * fixedConfigurationYaml(exportConfiguration({ forecastScalars: { carry: 21.8 } }));
 */
export function fixedConfigurationYaml(configuration: FixedConfiguration): string {
  return lines(configuration, "").join("");
}

function lines(block: FixedConfiguration, indent: string): string[] {
  return Object.entries(block).flatMap(([key, value]) => {
    const start = `${indent}${keyText(key)}:`;
    if (typeof value !== "object") return [`${start} ${scalarText(value)}\n`];
    const inner = lines(value, `${indent}  `);
    return inner.length === 0 ? [`${start} {}\n`] : [`${start}\n`, ...inner];
  });
}

const keyText = (key: string): string =>
  /^[A-Za-z_][\w-]*$/.test(key) && !RESERVED.test(key) ? key : JSON.stringify(key);

/** A number with an exponent gets a decimal point, without which YAML 1.1 takes it for text. */
const scalarText = (value: number | boolean): string => String(value).replace(/^(-?\d+)e/, "$1.0e");
