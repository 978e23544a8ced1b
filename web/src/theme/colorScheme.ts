import { localStorageColorSchemeManager } from '@mantine/core';

/** The same key as in public/color-scheme.js, which runs before this. */
export const colorSchemeManager = localStorageColorSchemeManager({ key: 'lavoro.color-scheme' });
