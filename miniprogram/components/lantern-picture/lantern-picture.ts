/** A lantern, drawn in CSS. Its width is the font size around it. */
Component({});
