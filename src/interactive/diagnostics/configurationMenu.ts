import type { InstrumentCode } from "../../instruments/codes.js";
import { rollInformation } from "../../production/rollInformation.js";
import { instrumentContracts, instrumentDetails } from "./instrumentDetails.js";
import { type MenuPart, shows } from "./menuPart.js";

export const configuration: MenuPart = (desk, prompt, ask) => {
  const instrument = async (): Promise<InstrumentCode> => ask.instrument(await desk.data.instruments.list());
  return [
    {
      number: 10,
      label: "Instrument",
      run: shows(prompt, async () => instrumentDetails(desk, await instrument())),
    },
    {
      number: 11,
      label: "Contracts of an instrument",
      run: shows(prompt, async () => instrumentContracts(desk, await instrument())),
    },
  ];
};

export const rolls: MenuPart = (desk, prompt, ask) => [
  {
    number: 60,
    label: "Roll information",
    run: shows(prompt, async () => {
      const instrument = await ask.anyInstrument();
      return rollInformation(desk, instrument === undefined ? {} : { instruments: [instrument] });
    }),
  },
];
