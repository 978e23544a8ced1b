/** Roles of the company's own, API keys, and the locations people and keys work at. */
export const access = {
  places: 'Locations',
  allPlaces: 'All locations',
  onlyAt: 'Only at these:',
  placesText:
    'At certain locations only, one sees nothing of the others and nothing that concerns the company as a whole.',
  permissions: 'Permissions',
  permissionsCount_one: '{{count}} permission',
  permissionsCount_other: '{{count}} permissions',
  notYours: 'What you may not do yourself you cannot give to others.',
  placesUnknown: 'The locations are not shown to you.',
  placesCount_one: '{{count}} location',
  placesCount_other: '{{count}} locations',
};
