package org.redstats.gateway.answer;

/** An error as RFC 9457 says it. */
record Problem(String type, String title, int status, String detail, String instance) {}
