import {
  ActionIcon,
  Anchor,
  Button,
  type CSSVariablesResolver,
  createTheme,
  Drawer,
  Menu,
  Modal,
  NativeSelect,
  PasswordInput,
  Popover,
  Textarea,
  TextInput,
  Tooltip,
} from '@mantine/core';
import { greige, madder, moss, vat, weld, wool } from './palette';

const SANS =
  "ui-sans-serif, system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', 'Liberation Sans', 'Noto Sans Devanagari Variable', sans-serif";

/** The head of a dialog is not that of the page. */
const HEADLESS = { header: { role: 'presentation' } };

export const theme = createTheme({
  colors: { vat, madder, weld, moss, gray: greige, dark: wool },
  primaryColor: 'vat',
  primaryShade: { light: 7, dark: 6 },
  white: '#ffffff',
  black: '#211e1a',
  fontFamily: SANS,
  fontSizes: { xs: '0.75rem', sm: '0.8125rem', md: '0.9375rem', lg: '1.0625rem', xl: '1.25rem' },
  headings: { fontFamily: SANS, fontWeight: '640' },
  defaultRadius: 'sm',
  radius: { xs: '3px', sm: '5px', md: '8px', lg: '12px', xl: '20px' },
  focusRing: 'auto',
  cursorType: 'pointer',
  respectReducedMotion: true,
  components: {
    ActionIcon: ActionIcon.extend({ defaultProps: { variant: 'subtle', color: 'gray' } }),
    Anchor: Anchor.extend({ defaultProps: { underline: 'hover' } }),
    Button: Button.extend({ defaultProps: { fw: 560 } }),
    Drawer: Drawer.extend({ defaultProps: { overlayProps: { backgroundOpacity: 0.35 }, attributes: HEADLESS } }),
    Menu: Menu.extend({ defaultProps: { shadow: 'md', withinPortal: true } }),
    Modal: Modal.extend({
      defaultProps: { centered: true, overlayProps: { backgroundOpacity: 0.45 }, attributes: HEADLESS },
    }),
    NativeSelect: NativeSelect.extend({ defaultProps: { size: 'sm' } }),
    PasswordInput: PasswordInput.extend({ defaultProps: { size: 'sm' } }),
    Popover: Popover.extend({ defaultProps: { shadow: 'md' } }),
    Textarea: Textarea.extend({ defaultProps: { size: 'sm' } }),
    TextInput: TextInput.extend({ defaultProps: { size: 'sm' } }),
    Tooltip: Tooltip.extend({ defaultProps: { openDelay: 400 } }),
  },
});

/** Mantine's own greys and reds are too faint on the cloth-coloured ground: these hold 4.5 to 1. */
export const cssVariables: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    '--mantine-color-body': greige[0],
    '--mantine-color-text': '#26221d',
    '--mantine-color-dimmed': greige[6],
    '--mantine-color-placeholder': '#756d61',
    '--mantine-color-error': madder[6],
    '--mantine-color-anchor': vat[7],
    '--mantine-color-default-border': greige[4],
  },
  dark: {
    '--mantine-color-body': wool[7],
    '--mantine-color-text': wool[0],
    '--mantine-color-dimmed': wool[2],
    '--mantine-color-placeholder': '#968f86',
    '--mantine-color-error': madder[3],
    '--mantine-color-anchor': vat[3],
    '--mantine-color-default-border': wool[4],
  },
});
