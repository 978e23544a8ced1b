import type { Dictionary } from '../dictionary';

export const access: Dictionary['access'] = {
  places: 'स्थान',
  allPlaces: 'सभी स्थान',
  onlyAt: 'केवल इन पर:',
  placesText: 'केवल कुछ स्थानों पर होने से दूसरों का और पूरी कंपनी का कुछ नहीं दिखता।',
  permissions: 'अधिकार',
  permissionsCount_one: '{{count}} अधिकार',
  permissionsCount_other: '{{count}} अधिकार',
  notYours: 'जो आप ख़ुद नहीं कर सकते वह दूसरों को नहीं दे सकते।',
  placesUnknown: 'स्थान आपको नहीं दिखाए जाते।',
  placesCount_one: '{{count}} स्थान',
  placesCount_other: '{{count}} स्थान',
};
