import type { Dictionary } from '../dictionary';

export const access: Dictionary['access'] = {
  places: 'Sedi',
  allPlaces: 'Tutte le sedi',
  onlyAt: 'Solo in queste:',
  placesText: 'Solo in certe sedi non si vede nulla delle altre, né ciò che riguarda tutta l’azienda.',
  permissions: 'Permessi',
  permissionsCount_one: '{{count}} permesso',
  permissionsCount_other: '{{count}} permessi',
  notYours: 'Ciò che non puoi fare tu non puoi darlo ad altri.',
  placesUnknown: 'Non puoi vedere le sedi.',
  placesCount_one: '{{count}} sede',
  placesCount_other: '{{count}} sedi',
};
