import type { MantineColorsTuple } from '@mantine/core';

/** The colours are named after the dye pots they come from. Ten steps each, light to deep. */

/** Petrol blue of an over-dyed vat: what can be acted on. */
export const vat: MantineColorsTuple = [
  '#eef6f7',
  '#d9e9ec',
  '#b3d3d9',
  '#89bbc5',
  '#62a3b0',
  '#428b9a',
  '#2c7484',
  '#1f5e6d',
  '#184b58',
  '#103641',
];

/** Root red: faults, refusals, deletions. */
export const madder: MantineColorsTuple = [
  '#fbefec',
  '#f3d8d1',
  '#e7b1a4',
  '#e0917e',
  '#d5705a',
  '#c44f36',
  '#ad402a',
  '#933422',
  '#77291b',
  '#561d13',
];

/** Dyer's weld: waiting, held, worth a look. */
export const weld: MantineColorsTuple = [
  '#fbf5e4',
  '#f3e6bf',
  '#e8d08a',
  '#dcb955',
  '#cfa32f',
  '#b3891f',
  '#8f6c16',
  '#735611',
  '#5a430d',
  '#403008',
];

/** Moss green: accepted, done, in order. */
export const moss: MantineColorsTuple = [
  '#f0f5ea',
  '#dde9d0',
  '#bcd3a4',
  '#99bb77',
  '#7aa554',
  '#628c3d',
  '#4d722e',
  '#3e5c25',
  '#30481d',
  '#213214',
];

/** Greige, cloth before dyeing: the neutrals of the light scheme. */
export const greige: MantineColorsTuple = [
  '#faf8f5',
  '#f3f0eb',
  '#e8e3db',
  '#dad3c8',
  '#c4bbae',
  '#9d9486',
  '#6b6358',
  '#534c43',
  '#39342e',
  '#211e1a',
];

/** Undyed black wool: the neutrals of the dark scheme. */
export const wool: MantineColorsTuple = [
  '#dcd8d1',
  '#c3beb6',
  '#a9a39a',
  '#8b857c',
  '#47433e',
  '#383531',
  '#2a2825',
  '#1e1d1b',
  '#171614',
  '#10100f',
];
