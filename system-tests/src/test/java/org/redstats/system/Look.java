package org.redstats.system;

/** On what and how somebody looks at a page: a screen's width and height, and its colours. */
record Look(String name, int width, int height, boolean dark) {

    static final Look WIDE = new Look("wide-light", 1440, 900, false);
    static final Look WIDE_DARK = new Look("wide-dark", 1440, 900, true);
    static final Look TABLET = new Look("tablet-light", 768, 1024, false);
    static final Look PHONE = new Look("phone-light", 390, 844, false);
    static final Look PHONE_DARK = new Look("phone-dark", 390, 844, true);

    boolean isPhone() {
        return width < 600;
    }
}
