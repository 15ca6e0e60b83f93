package org.redstats.subscribe.mail;

/**
 * A mail as it goes over the line.
 *
 * @param to the address alone
 * @param content headers and body as RFC 5322 wants them, in ASCII, each line ended by CR and LF
 */
record Mail(String to, String content) {}
