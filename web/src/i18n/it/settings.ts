import type { Dictionary } from '../dictionary';

export const settings: Dictionary['settings'] = {
  title: 'Impostazioni',
  hint: 'In quale fuso orario è l’azienda, e fino a quale giorno il magazzino è chiuso',
  change: 'Modifica',
  saved: 'Salvato',
  timeZone: 'Fuso orario',
  timeZoneText: 'Documenti senza data, avvisi, rapporti e certificati seguono il giorno di quel luogo.',
  inTimeZone: '{{zone}}: oggi è il {{day}}',
  noTimeZone: 'Non ancora indicato: valgono i giorni UTC, oggi {{day}}',
  timeZoneName: 'Nome del fuso orario',
  timeZoneNameText: 'Come Asia/Kolkata o Europe/Rome. Vuoto per UTC.',
  closing: 'Magazzino chiuso',
  closingText: 'Ciò che è chiuso resta com’è: in quei giorni, e prima, non si registra più nulla.',
  open: 'Nessun giorno è chiuso',
  closedThrough: 'Chiuso fino al',
  closedThroughText: 'Vuoto per riaprire.',
};
