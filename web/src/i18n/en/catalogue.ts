/** What is said of items, and of what they are sorted into and made from. */
export const items = {
  new: 'New item',
  edit: 'Change the item',
  label: 'Label',
  addPicture: 'Add a picture',
  removePicture: 'Remove the picture',
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
