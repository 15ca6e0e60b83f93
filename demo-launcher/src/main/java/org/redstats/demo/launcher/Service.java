package org.redstats.demo.launcher;

import java.util.Map;

/**
 * One service of RED_STATS, as it is deployed.
 *
 * @param name short, for the console
 * @param colour ANSI colour of its name
 * @param module the folder of its module, which is also the name of its jar
 * @param settings environment variables, as any deployment would set them
 */
record Service(String name, int colour, String module, Map<String, String> settings) {}
