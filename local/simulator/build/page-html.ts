/** The page around the phone. Everything visible is made by `app.js`. */
export const PAGE_HTML = `<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1,viewport-fit=cover,user-scalable=no">
<link rel="icon" href="data:,">
<title>小程序</title>
</head>
<body>
<div id="phone"></div>
<script src="app.js"></script>
</body>
</html>
`;
