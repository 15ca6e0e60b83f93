package org.redstats.bench.ingest.literal;

import org.springframework.data.jpa.repository.JpaRepository;

/** All rows. */
interface RedValues extends JpaRepository<RedValue, Long> {}
