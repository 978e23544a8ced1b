import type { Dictionary } from '../dictionary';

export const items: Dictionary['items'] = {
  new: 'Nuovo articolo',
  edit: 'Modifica l’articolo',
  label: 'Etichetta',
  addPicture: 'Aggiungi una foto',
  removePicture: 'Togli la foto',
  compositionExample: '95% cotone, 5% elastan',
};

export const styles: Dictionary['styles'] = {
  new: 'Nuovo modello',
  edit: 'Modifica il modello',
  grid: 'Giacenza per variante colore e taglia',
  makeVariants_one: 'Crea {{count}} articolo mancante',
  makeVariants_other: 'Crea {{count}} articoli mancanti',
  colourways: 'Varianti colore',
  colourwaysHint: 'Codice e nome, separati da virgole: NVY Navy, ECR Ecru',
  sizes: 'Taglie',
  sizesHint: 'Separate da virgole: S, M, L',
};

export const categories: Dictionary['categories'] = {
  new: 'Nuova categoria',
  edit: 'Modifica la categoria',
  topLevel: 'Nessuna: primo livello',
};
