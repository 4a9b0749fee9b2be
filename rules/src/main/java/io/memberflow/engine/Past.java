package io.memberflow.engine;

/** What deciding a day has to know of the days before it; asked only by rules that need it. */
interface Past {
    /** Of nobody, and of rules that do not look back. */
    Past NONE =
            new Past() {
                @Override
                public Fired kept(int layer) {
                    return new Fired();
                }

                @Override
                public long since(int model, int value) {
                    throw new IllegalStateException("No rule of this release asks since when");
                }
            };

    /** What rules of a layer that keep what they give fired with on the days they keep it for. */
    Fired kept(int layer);

    /** The first day of the unbroken run of days up to this one with that value of a model. */
    long since(int model, int value);
}
