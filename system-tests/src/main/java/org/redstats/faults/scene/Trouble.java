package org.redstats.faults.scene;

/** What is wrong with an {@link Inbox}: it may wait for as long as it likes, or refuse. */
@FunctionalInterface
public interface Trouble {

    /** None at all. */
    Trouble NONE = (stage, address) -> 0;

    /** How far an alert has come. */
    enum Stage {
        /** A mail server hears whose mail it is. */
        SENDER,
        /** A mail server hears for whom a mail is. */
        RECIPIENT,
        /** A mail server has said that the mail may come, and has read nothing of it. */
        CONTENT,
        /** A mail server has taken the mail, and has not said so. */
        TAKEN,
        /** A webhook has come. */
        POSTED,
        /** A webhook has been taken, and its sender does not know. */
        KEPT
    }

    /**
     * Called at each stage of each alert.
     *
     * @param address a mailbox, or the path of a webhook
     * @return the code of SMTP or HTTP to refuse it with; 0 to go on
     */
    int at(Stage stage, String address) throws InterruptedException;
}
