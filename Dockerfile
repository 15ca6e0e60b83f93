# One image for each service: docker build --build-arg SERVICE=red-stat-store .
# The build stage is the same for all of them and is done once.
FROM maven:3.9-eclipse-temurin-25 AS build
WORKDIR /src
COPY . .
RUN --mount=type=cache,target=/root/.m2 \
    services="red-stat-store red-stat-subscribe red-stat-notify gateway red-demo" \
    && mvn -B -Psbom -Dmaven.test.skip=true -pl "$(echo $services | tr ' ' ',')" -am package \
    && for service in $services; do \
        java -Djarmode=tools -jar "$service/target/$service.jar" extract --layers --destination "/out/$service" \
        && mv "/out/$service/application/$service.jar" "/out/$service/application/application.jar" || exit 1; \
    done

FROM eclipse-temurin:25-jre
RUN useradd --system --uid 10001 --user-group red && install -d -o red -g red /var/lib/red
WORKDIR /application
ARG SERVICE
# From what changes least to what changes most.
COPY --from=build /out/${SERVICE}/dependencies/ ./
COPY --from=build /out/${SERVICE}/snapshot-dependencies/ ./
COPY --from=build /out/${SERVICE}/application/ ./
COPY deploy/health /usr/local/bin/health
USER 10001
ENV JAVA_TOOL_OPTIONS="-XX:MaxRAMPercentage=60 -XX:+ExitOnOutOfMemoryError"
# Files below this folder are properties by their names: secrets need not be in the environment.
ENV SPRING_CONFIG_IMPORT="optional:configtree:/run/secrets/"
HEALTHCHECK --interval=5s --timeout=4s --start-period=180s --retries=6 CMD ["/usr/local/bin/health"]
ENTRYPOINT ["java", "-jar", "application.jar"]
