/** What is said of items, and of what they are sorted into and made from. */
export const items = {
  new: 'New item',
  edit: 'Change the item',
  label: 'Label',
  addPicture: 'Add a picture',
  removePicture: 'Remove the picture',
  levels: 'When to order, by location',
  noLevels: 'At every location what the item itself says holds.',
  newLevel: 'Levels of a location',
  levelOf: 'Levels at {{name}}',
  levelText: 'They take the place of those of the item there. Without any the item’s own hold again.',
  prices: 'Sales prices',
  noPrices: 'Nothing is said of what it is sold at.',
  newPrice: 'New price',
  changePrice: 'Change the price: {{name}}',
  archivePrice: 'Archive the price: {{name}}',
  archivePriceText: 'It holds for nobody any more. What was sold at it stays as it is.',
  priceArchived: 'The price is archived',
  priceFor: 'For',
  everybody: 'Everybody',
  oneCustomer: 'One customer …',
  fromQuantity: 'From quantity',
  price: 'Price',
  priceOfOne: 'Price of 1 {{unit}}',
  validity: 'Holds',
  validFrom: 'First day',
  validUntil: 'Last day',
  compositionExample: '95% cotton, 5% elastane',
};

export const styles = {
  new: 'New style',
  edit: 'Change the style',
  grid: 'Stock by colourway and size',
  makeVariants_one: 'Make {{count}} missing item',
  makeVariants_other: 'Make {{count}} missing items',
  colourways: 'Colourways',
  colourwaysHint: 'Code and name, separated by commas: NVY Navy, ECR Ecru',
  sizes: 'Sizes',
  sizesHint: 'Separated by commas: S, M, L',
};

export const categories = {
  new: 'New category',
  edit: 'Change the category',
  topLevel: 'None: top level',
};
