package io.memberflow.registry;

/** Something that the registry does not do; the message says why and what to do instead. */
public final class RegistryRefusal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Why it does not. */
    public enum Kind {
        /** Somebody else has changed the channel since it was looked at. */
        LOST_RACE,
        /** The channel is frozen. */
        FROZEN,
        /** There is no such channel. */
        NO_CHANNEL,
        /** There is no such release, or it cannot be read. */
        NO_RELEASE,
        /** Something was given that cannot be. */
        WRONG_USE
    }

    private final Kind kind;
    private final String zh;

    RegistryRefusal(Kind kind, String zh, String en) {
        super(en);
        this.kind = kind;
        this.zh = zh;
    }

    public Kind kind() {
        return kind;
    }

    /** What is wrong and what to do, in Chinese. */
    public String zh() {
        return zh;
    }

    /** The same in English. */
    public String en() {
        return getMessage();
    }
}
