document.body.style.margin = '0';
Redoc.init(
  '/q/openapi?format=json',
  { theme: { typography: { fontFamily: 'sans-serif', headings: { fontFamily: 'sans-serif' } } } },
  document.getElementById('redoc'),
);
