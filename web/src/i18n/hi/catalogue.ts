import type { Dictionary } from '../dictionary';

export const items: Dictionary['items'] = {
  new: 'नई वस्तु',
  edit: 'वस्तु बदलें',
  label: 'लेबल',
  addPicture: 'चित्र जोड़ें',
  removePicture: 'चित्र हटाएँ',
  levels: 'कब ऑर्डर करना है, स्थान के अनुसार',
  noLevels: 'हर स्थान पर वही लागू है जो वस्तु में लिखा है।',
  newLevel: 'किसी स्थान के स्तर',
  levelOf: '{{name}} के स्तर',
  levelText: 'वहाँ ये वस्तु के स्तरों की जगह लेते हैं। कोई न होने पर वस्तु के अपने स्तर फिर लागू होते हैं।',
  prices: 'बिक्री मूल्य',
  noPrices: 'यह नहीं लिखा है कि यह कितने में बिकती है।',
  newPrice: 'नया मूल्य',
  changePrice: 'मूल्य बदलें: {{name}}',
  archivePrice: 'मूल्य संग्रहित करें: {{name}}',
  archivePriceText: 'यह अब किसी पर लागू नहीं होता। जो इस पर बिका वह वैसा ही रहता है।',
  priceArchived: 'मूल्य संग्रहित हुआ',
  priceFor: 'किसके लिए',
  everybody: 'सबके लिए',
  oneCustomer: 'एक ग्राहक …',
  fromQuantity: 'कितनी मात्रा से',
  price: 'मूल्य',
  priceOfOne: '1 {{unit}} का मूल्य',
  validity: 'कब लागू',
  validFrom: 'पहला दिन',
  validUntil: 'आख़िरी दिन',
  compositionExample: '95% कपास, 5% इलास्टेन',
};

export const styles: Dictionary['styles'] = {
  new: 'नया स्टाइल',
  edit: 'स्टाइल बदलें',
  grid: 'रंग और साइज़ के अनुसार स्टॉक',
  makeVariants_one: '{{count}} बाक़ी वस्तु बनाएँ',
  makeVariants_other: '{{count}} बाक़ी वस्तुएँ बनाएँ',
  colourways: 'रंग',
  colourwaysHint: 'कोड और नाम, अल्पविराम से अलग: NVY Navy, ECR Ecru',
  sizes: 'साइज़',
  sizesHint: 'अल्पविराम से अलग: S, M, L',
};

export const categories: Dictionary['categories'] = {
  new: 'नई श्रेणी',
  edit: 'श्रेणी बदलें',
  topLevel: 'कोई नहीं: सबसे ऊपर',
};
