package nexhelm.engine.sandbox.pdf;

import java.io.IOException;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.pdmodel.PDAppearanceContentStream;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDResources;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.graphics.color.PDColor;
import org.apache.pdfbox.pdmodel.graphics.color.PDDeviceRGB;
import org.apache.pdfbox.pdmodel.interactive.annotation.PDAnnotationWidget;
import org.apache.pdfbox.pdmodel.interactive.annotation.PDAppearanceCharacteristicsDictionary;
import org.apache.pdfbox.pdmodel.interactive.annotation.PDAppearanceDictionary;
import org.apache.pdfbox.pdmodel.interactive.annotation.PDAppearanceStream;

/** What fields look like: their borders, and boxes and circles with and without a mark, drawn so that no font is needed. */
final class PdfLook {

    private static final float GREY = 0.6f;
    /** How far the handles of a Bézier curve stand out for a quarter of a circle of radius 1. */
    private static final float HANDLE = 0.5523f;

    private PdfLook() {}

    /** A border; a field that nobody changes has a grey ground. */
    static void frame(PDAnnotationWidget widget, boolean readonly) {
        var look = new PDAppearanceCharacteristicsDictionary(new COSDictionary());
        look.setBorderColour(grey(GREY));
        if (readonly) {
            look.setBackground(grey(0.93f));
        }
        widget.setAppearanceCharacteristics(look);
    }

    private static PDColor grey(float part) {
        return new PDColor(new float[] {part, part, part}, PDDeviceRGB.INSTANCE);
    }

    static void checkBox(PDDocument document, PDAnnotationWidget widget) throws IOException {
        caption(widget, "4"); // a tick in ZapfDingbats, for viewers that draw boxes themselves
        states(widget, "Yes", box(document, widget, false), box(document, widget, true));
    }

    /** One button of a group. */
    static void radio(PDDocument document, PDAnnotationWidget widget, String state) throws IOException {
        caption(widget, "l");
        states(widget, state, circle(document, widget, false), circle(document, widget, true));
    }

    private static void caption(PDAnnotationWidget widget, String dingbat) {
        var look = new PDAppearanceCharacteristicsDictionary(new COSDictionary());
        look.setBorderColour(grey(GREY));
        look.setNormalCaption(dingbat);
        widget.setAppearanceCharacteristics(look);
    }

    private static void states(PDAnnotationWidget widget, String name, PDAppearanceStream off, PDAppearanceStream on) {
        var states = new COSDictionary();
        states.setItem(COSName.Off, off);
        states.setItem(COSName.getPDFName(name), on);
        states.setDirect(true); // poppler does not follow a reference here
        var appearance = new PDAppearanceDictionary();
        appearance.getCOSObject().setItem(COSName.N, states);
        widget.setAppearance(appearance);
        widget.setAppearanceState(COSName.Off.getName());
    }

    private static PDAppearanceStream box(PDDocument document, PDAnnotationWidget widget, boolean checked)
            throws IOException {
        PDAppearanceStream look = empty(document, widget);
        float w = look.getBBox().getWidth();
        float h = look.getBBox().getHeight();
        try (var draw = new PDAppearanceContentStream(look)) {
            draw.setStrokingColor(GREY, GREY, GREY);
            draw.addRect(0.5f, 0.5f, w - 1, h - 1);
            draw.stroke();
            if (checked) {
                draw.setStrokingColor(0f, 0f, 0f);
                draw.setLineWidth(w / 8);
                draw.moveTo(w * 0.22f, h * 0.52f);
                draw.lineTo(w * 0.42f, h * 0.26f);
                draw.lineTo(w * 0.80f, h * 0.78f);
                draw.stroke();
            }
        }
        return look;
    }

    private static PDAppearanceStream circle(PDDocument document, PDAnnotationWidget widget, boolean chosen)
            throws IOException {
        PDAppearanceStream look = empty(document, widget);
        float middle = look.getBBox().getWidth() / 2;
        try (var draw = new PDAppearanceContentStream(look)) {
            draw.setStrokingColor(GREY, GREY, GREY);
            ring(draw, middle, middle - 0.5f);
            draw.stroke();
            if (chosen) {
                draw.setNonStrokingColor(0f, 0f, 0f);
                ring(draw, middle, middle / 2);
                draw.fill();
            }
        }
        return look;
    }

    private static void ring(PDAppearanceContentStream draw, float m, float r) throws IOException {
        float k = r * HANDLE;
        draw.moveTo(m + r, m);
        draw.curveTo(m + r, m + k, m + k, m + r, m, m + r);
        draw.curveTo(m - k, m + r, m - r, m + k, m - r, m);
        draw.curveTo(m - r, m - k, m - k, m - r, m, m - r);
        draw.curveTo(m + k, m - r, m + r, m - k, m + r, m);
        draw.closePath();
    }

    private static PDAppearanceStream empty(PDDocument document, PDAnnotationWidget widget) {
        var look = new PDAppearanceStream(document);
        look.setBBox(new PDRectangle(
                widget.getRectangle().getWidth(), widget.getRectangle().getHeight()));
        look.setResources(new PDResources());
        return look;
    }
}
