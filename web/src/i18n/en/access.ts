/** Roles of the company's own, API keys, and the locations people and keys work at. */
export const access = {
  places: 'Locations',
  allPlaces: 'All locations',
  onlyAt: 'Only at these:',
  placesText:
    'At certain locations only, one sees nothing of the others and nothing that concerns the company as a whole.',
  placesUnknown: 'The locations are not shown to you.',
  placesCount_one: '{{count}} location',
  placesCount_other: '{{count}} locations',
};
