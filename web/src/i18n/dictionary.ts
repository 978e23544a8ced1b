import type { dictionary } from './en';

/** English is complete by definition; every other language has the same shape, or does not compile. */
export type Dictionary = typeof dictionary;

type Paths<T, Prefix extends string = ''> = {
  [K in keyof T & string]: T[K] extends string ? `${Prefix}${K}` : Paths<T[K], `${Prefix}${K}.`>;
}[keyof T & string];

type WithoutPlural<K extends string> = K extends `${infer Base}_${'one' | 'other'}` ? Base : K;

/** Every text there is, as `t` takes it: `locations.new`, `enums.role.OWNER`. */
export type TextKey = WithoutPlural<Paths<Dictionary>>;
export type EnumName = keyof Dictionary['enums'];
export type Translate = (key: TextKey, values?: Record<string, string | number>) => string;
