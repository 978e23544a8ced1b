// Not every machine has letters for it; they are fetched when a text asks for them.
import '@fontsource-variable/noto-sans-devanagari/wght.css';
import type { Dictionary } from '../dictionary';
import { access } from './access';
import { account } from './account';
import { audit } from './audit';
import { categories, items, styles } from './catalogue';
import { common, forms, grid, home, locations, paymentTerms } from './common';
import { enums } from './enums';
import { fields } from './fields';
import { exporting, imports } from './imports';
import { keys } from './keys';
import { ownership } from './ownership';
import { parties } from './parties';
import { people } from './people';
import { permissions } from './permissions';
import { problems, problemTexts } from './problems';
import { roles } from './roles';
import { screens } from './screens';
import { session } from './session';
import { settings } from './settings';
import { documents, stock } from './stock';
import { support } from './support';

export const dictionary: Dictionary = {
  access,
  account,
  audit,
  categories,
  items,
  styles,
  common,
  home,
  grid,
  forms,
  locations,
  paymentTerms,
  enums,
  exporting,
  fields,
  imports,
  ownership,
  parties,
  people,
  permissions,
  roles,
  keys,
  problems,
  problemTexts,
  screens,
  session,
  documents,
  settings,
  stock,
  support,
};
