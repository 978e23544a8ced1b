import type { Dictionary } from '../dictionary';

export const items: Dictionary['items'] = {
  new: 'Nuovo articolo',
  edit: 'Modifica l’articolo',
  label: 'Etichetta',
  addPicture: 'Aggiungi una foto',
  removePicture: 'Togli la foto',
  levels: 'Quando ordinare, per sede',
  noLevels: 'In ogni sede vale ciò che dice l’articolo.',
  newLevel: 'Livelli di una sede',
  levelOf: 'Livelli in {{name}}',
  levelText: 'Là prendono il posto di quelli dell’articolo. Senza nessuno valgono di nuovo quelli dell’articolo.',
  prices: 'Prezzi di vendita',
  noPrices: 'Non è indicato a quanto si vende.',
  newPrice: 'Nuovo prezzo',
  changePrice: 'Modifica il prezzo: {{name}}',
  archivePrice: 'Archivia il prezzo: {{name}}',
  archivePriceText: 'Non vale più per nessuno. Ciò che è stato venduto a questo prezzo resta com’è.',
  priceArchived: 'Il prezzo è archiviato',
  priceFor: 'Per',
  everybody: 'Tutti',
  oneCustomer: 'Un cliente …',
  fromQuantity: 'Da quantità',
  price: 'Prezzo',
  priceOfOne: 'Prezzo di 1 {{unit}}',
  validity: 'Vale',
  validFrom: 'Primo giorno',
  validUntil: 'Ultimo giorno',
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
