import type { Dictionary } from '../dictionary';

export const settings: Dictionary['settings'] = {
  title: 'सेटिंग',
  hint: 'कंपनी किस समय क्षेत्र में है, और किस दिन तक उसका स्टॉक बंद है',
  change: 'बदलें',
  saved: 'सहेजा गया',
  timeZone: 'समय क्षेत्र',
  timeZoneText: 'बिना तारीख़ के दस्तावेज़, सूचनाएँ, रिपोर्ट और प्रमाणपत्र वहाँ के दिन से चलते हैं।',
  inTimeZone: '{{zone}}: आज {{day}} है',
  noTimeZone: 'अभी नहीं बताया गया: दिन UTC के हैं, आज {{day}}',
  timeZoneName: 'समय क्षेत्र का नाम',
  timeZoneNameText: 'जैसे Asia/Kolkata या Europe/Rome। UTC के लिए खाली छोड़ें।',
  closing: 'बंद स्टॉक',
  closingText: 'जो बंद है वह वैसा ही रहता है: उस दिन या उससे पहले कुछ भी दर्ज नहीं होता।',
  open: 'कोई दिन बंद नहीं है',
  closedThrough: 'इस दिन तक बंद',
  closedThroughText: 'फिर से खोलने के लिए खाली छोड़ें।',
};
